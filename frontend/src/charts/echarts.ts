/** The parts of ECharts that are used, and no other: loaded only when the first chart is shown. */

import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, LineChart, CustomChart, GridComponent, MarkLineComponent, CanvasRenderer])

export { init }
